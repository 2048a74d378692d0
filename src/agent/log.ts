import type { Log } from '../reconciler/step.js';

/** One JSON line per decision on stderr: stdout belongs to answers. */
export const log: Log = (event, details = {}) => {
  const line = JSON.stringify({ time: new Date().toISOString(), event, ...details });
  process.stderr.write(`${line}\n`);
};
