import { givenLogs } from '../resolve-log.js';
import { rule } from './rule.js';

/** A container has one log driver. */
export const oneLogDriver = rule({
  code: 'ONE_LOG_DRIVER',
  reads: ['swarm.log', 'swarm.tiers'],
  check({ swarm }) {
    return givenLogs({ swarm }).flatMap(({ at, log }) => {
      const drivers = Object.keys(log);
      if (drivers.length === 1) return [];
      return {
        at,
        got: drivers.length === 0 ? 'no driver' : drivers.join(' and '),
        need: 'one driver with its options',
        why: 'a container has one log driver',
        fix: 'keep one, or remove the key',
      };
    });
  },
});
