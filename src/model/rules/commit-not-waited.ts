import { userText } from '../tuning-basis.js';
import { rule } from './rule.js';

/** What PostgreSQL acknowledges before a second member, or the disk, has it. */
const RISKS: Readonly<
  Record<string, { readonly values: readonly string[]; readonly why: string }>
> = {
  synchronous_commit: {
    values: ['off', 'local'],
    why: 'a commit would be acknowledged before a second member has it',
  },
  fsync: { values: ['off'], why: 'what is acknowledged would be lost when the host loses power' },
  full_page_writes: {
    values: ['off'],
    why: 'a page half written at a crash could not be repaired',
  },
};

/** Zero loss is a promise about every commit. */
export const commitNotWaited = rule({
  code: 'COMMIT_NOT_WAITED',
  reads: ['availability.rpo', ...Object.keys(RISKS).map((name) => `postgresql.parameters.${name}`)],
  check({ availability: { rpo }, postgresql: { parameters: user } }) {
    if (rpo !== 'zero') return;
    return Object.entries(RISKS).flatMap(([name, { values, why }]) => {
      const got = userText({ user }, name);
      if (got === undefined || !values.includes(got)) return [];
      return {
        at: `postgresql.parameters.${name}`,
        got: `${got}, with rpo: zero`,
        need: 'on',
        why,
        fix: 'remove it, or allow a loss: availability.rpo 16MB',
      };
    });
  },
});
