import { names } from '../names.js';
import { rule } from './rule.js';

/** The longest name of a cluster: a member's config, with a dash and ten digits of its digest. */
const DIGEST_LENGTH = 11;
const LONGEST_NAME = 64;

/**
 * Docker refuses longer names in the middle of an apply.
 *
 * @see https://github.com/moby/swarmkit (manager/controlapi/common.go, names of configs and secrets)
 */
export const nameTooLong = rule({
  code: 'NAME_TOO_LONG',
  reads: ['scope', 'nodes[].name'],
  check({ scope, nodes }) {
    return nodes.flatMap(({ name }, index) => {
      const member = names.patroniMember(scope, name);
      const surplus = member.length + DIGEST_LENGTH - LONGEST_NAME;
      if (surplus <= 0) return [];
      return {
        at: `nodes[${index}].name`,
        got: `${member} and a digest: ${member.length + DIGEST_LENGTH} characters`,
        need: `${LONGEST_NAME} characters or fewer`,
        why: 'the Swarm refuses longer names of configs',
        fix: `shorten scope or name by ${surplus}; hostname may be long`,
      };
    });
  },
});
