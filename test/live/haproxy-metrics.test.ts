import { expect, test } from 'vitest';
import { parseHaproxyMetrics } from '../../src/live/haproxy-metrics.js';

test('tells who takes clients from who does not', () => {
  const text = [
    '# TYPE haproxy_server_status gauge',
    'haproxy_server_status{proxy="replicas",server="node-2",state="DOWN"} 0',
    'haproxy_server_status{proxy="replicas",server="node-2",state="UP"} 1',
    'haproxy_server_status{proxy="replicas",server="node-1",state="UP"} 0',
    'haproxy_server_status{proxy="primary",server="node-1",state="UP"} 1',
    'haproxy_server_status{proxy="primary",server="node-2",state="MAINT"} 1',
    'haproxy_server_status{proxy="primary",server="node-2",state="UP"} 0',
  ].join('\n');
  expect(parseHaproxyMetrics(text)).toEqual([
    { name: 'primary', up: ['node-1'], down: ['node-2'] },
    { name: 'replicas', up: ['node-2'], down: ['node-1'] },
  ]);
});
