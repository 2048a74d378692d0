import type { LogDriverConfig } from '../../../config/schema/log-driver.js';
import { givenLogs } from '../resolve-log.js';
import { rule, type RuleFinding } from './rule.js';

/**
 * Docker checks options against each other when a container starts, and then starts none.
 *
 * @see https://docs.docker.com/engine/logging/configure/
 */
export const logOptions = rule({
  code: 'LOG_OPTIONS',
  reads: ['swarm.log', 'swarm.tiers'],
  check({ swarm }) {
    return givenLogs({ swarm }).flatMap(({ at, log }) => [
      ...buffers(at, log),
      ...compression(at, log),
      ...gelf(at, log),
    ]);
  },
});

const why = 'Docker refuses the two together, and no container would start';

function buffers(at: string, log: LogDriverConfig): RuleFinding[] {
  return Object.entries(log).flatMap(([driver, options]) => {
    if (!('max-buffer-size' in options) || options['max-buffer-size'] === undefined) return [];
    if (options.mode === 'non-blocking') return [];
    const got = `${options['max-buffer-size']} in mode blocking`;
    const need = 'mode: non-blocking beside it';
    return [{ at: `${at}.${driver}.max-buffer-size`, got, need, why, fix: 'set the mode' }];
  });
}

function compression(at: string, log: LogDriverConfig): RuleFinding[] {
  return (['json-file', 'local'] as const).flatMap((driver) => {
    const options = log[driver];
    const compresses = options?.compress ?? driver === 'local';
    if (options?.['max-file'] !== 1 || !compresses) return [];
    const need = '2 or more files, or compress: false';
    const fix = 'set compress: false';
    return [{ at: `${at}.${driver}.max-file`, got: '1, with compression', need, why, fix }];
  });
}

function gelf(at: string, { gelf: options }: LogDriverConfig): RuleFinding[] {
  if (!options?.['gelf-address'].startsWith('tcp:')) return [];
  const keys = ['gelf-compression-type', 'gelf-compression-level'] as const;
  return keys
    .filter((key) => options[key] !== undefined)
    .map((key) => ({
      at: `${at}.gelf.${key}`,
      got: `${options[key] ?? ''}, over TCP`,
      need: 'no compression over TCP',
      why,
      fix: 'remove the key, or send over udp://',
    }));
}
