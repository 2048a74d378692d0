import { z } from '../../src/core/zod.js';
import { singleLine } from './primitives.js';

const SYSLOG_FACILITIES = (
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ' +
  'local0 local1 local2 local3 local4 local5 local6 local7'
).split(' ');

const size = z
  .string()
  .regex(/^[1-9]\d*[kmg]$/, 'a size as Docker writes it, such as 20m')
  .optional();
const files = z.int().min(1).max(1000).optional();
const time = z
  .string()
  .regex(/^[1-9]\d*(ms|s|m)$/, 'a time such as 1s')
  .optional();

const common = {
  mode: z
    .enum(['blocking', 'non-blocking'])
    .optional()
    .describe('What happens when the driver is slower than the program; Docker: blocking.'),
  'max-buffer-size': size.describe('Lines kept in non-blocking mode; Docker: 1m.'),
};
const tag = singleLine
  .max(200)
  .optional()
  .describe("Name of the container's lines; may hold Docker's markup {{.Name}}.");

/** A slow or dead receiver must not stop PostgreSQL in the middle of writing a log line. */
const remote = {
  ...common,
  mode: z
    .enum(['blocking', 'non-blocking'])
    .default('non-blocking')
    .describe('Blocking would let a slow receiver stop the program.'),
};

const address = (pattern: RegExp, example: string) =>
  z.string().max(500).regex(pattern, `an address such as ${example}`);

/**
 * Docker's log drivers with their options, spelt as there. One driver is named; its options are its
 * own, and one of another driver would keep every container from starting.
 *
 * @see https://docs.docker.com/engine/logging/configure/
 */
export const logDriverSchema = z.strictObject({
  'json-file': z
    .strictObject({
      'max-size': size.describe('Size at which a file is closed; default: 20m.'),
      'max-file': files.describe('Files kept; default: 5.'),
      compress: z.boolean().optional().describe('Compress closed files.'),
      tag,
      ...common,
    })
    .optional()
    .describe('Files of the engine, the default.'),
  local: z
    .strictObject({
      'max-size': size.describe('Size at which a file is closed; Docker: 20m.'),
      'max-file': files.describe('Files kept; Docker: 5.'),
      compress: z.boolean().optional().describe('Compress closed files; Docker: true.'),
      ...common,
    })
    .optional()
    .describe('Files of the engine in a form that takes less space.'),
  journald: z
    .strictObject({ tag, ...common })
    .optional()
    .describe('The journal of the host.'),
  syslog: z
    .strictObject({
      'syslog-address': address(
        /^((udp|tcp|tcp\+tls):\/\/[^\s/]+|unix(gram)?:\/\/\/\S+)$/,
        'tcp://logs.example.org:514',
      )
        .optional()
        .describe('Receiver; default: the syslog of the host.'),
      'syslog-facility': z
        .enum(SYSLOG_FACILITIES)
        .optional()
        .describe('Facility of the lines; Docker: daemon.'),
      'syslog-format': z
        .enum(['rfc3164', 'rfc5424', 'rfc5424micro'])
        .optional()
        .describe('Form of a line.'),
      tag,
      ...remote,
    })
    .optional()
    .describe('A syslog server.'),
  fluentd: z
    .strictObject({
      'fluentd-address': address(/^((tcp|tls):\/\/)?[^\s/:]+:\d+$|^unix:\/\/\/\S+$/, 'logs:24224')
        .optional()
        .describe('Receiver; Docker: localhost:24224.'),
      'fluentd-async': z
        .boolean()
        .default(true)
        .describe('Containers start although the receiver does not answer.'),
      'fluentd-buffer-limit': z
        .int()
        .min(1)
        .max(100000000)
        .optional()
        .describe('Events kept while the receiver does not answer.'),
      'fluentd-retry-wait': time.describe('Between two tries; Docker: 1s.'),
      'fluentd-max-retries': z
        .int()
        .min(1)
        .max(4294967295)
        .optional()
        .describe('Tries until it gives up.'),
      'fluentd-sub-second-precision': z.boolean().optional().describe('Times in nanoseconds.'),
      tag,
      ...remote,
    })
    .optional()
    .describe('A Fluentd or Fluent Bit.'),
  gelf: z
    .strictObject({
      'gelf-address': address(
        /^(udp|tcp):\/\/[^\s/:]+:\d+$/,
        'udp://logs.example.org:12201',
      ).describe('Receiver, such as Graylog or Logstash.'),
      'gelf-compression-type': z
        .enum(['gzip', 'zlib', 'none'])
        .optional()
        .describe('Over UDP only; Docker: gzip.'),
      'gelf-compression-level': z.int().min(-1).max(9).optional().describe('Over UDP only.'),
      tag,
      ...remote,
    })
    .optional()
    .describe('A receiver of GELF.'),
  none: z.strictObject({}).optional().describe('No log at all: `status` cannot show last lines.'),
});

export type LogDriverConfig = z.output<typeof logDriverSchema>;
