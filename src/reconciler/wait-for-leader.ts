import { runningLeader } from '../model/up-criteria.js';
import { DONE, refuse, waitFor, type Step } from './step.js';

/** Nothing can be carried out without a leader, and nothing may be in a paused cluster. */
export const waitForLeader: Step = {
  name: 'wait-for-leader',
  run({ cluster }) {
    if (cluster.paused) {
      return Promise.resolve(
        refuse('the cluster is paused: nothing was changed; resume it and apply again'),
      );
    }
    if (runningLeader(cluster.members)) return Promise.resolve(DONE);
    const seen = cluster.members.map(({ name, role, state }) => `${name} is ${role}, ${state}`);
    return Promise.resolve(waitFor(`no running leader: ${seen.join('; ') || 'no members yet'}`));
  },
};
