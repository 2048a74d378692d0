import { fail, pass, type Check } from './check.js';

/** Every etcd member answers, and all follow one Raft leader. */
export const etcdHealthy: Check = {
  id: 'etcd-healthy',
  title: 'etcd cluster healthy',
  run({ view: { etcd, scope } }) {
    const answering = etcd.members.filter(({ reachable }) => reachable);
    const total = etcd.members.length;
    if (etcd.healthy) {
      const term = etcd.members[0]?.raftTerm ?? 0;
      return Promise.resolve(
        pass(`${total} of ${total} members, leader on ${etcd.leader ?? '?'}, term ${term}`),
      );
    }
    const got = `${answering.length} of ${total} answer, leader ${etcd.leader ?? 'not agreed'}`;
    return Promise.resolve(
      fail({ at: `${scope} etcd`, got, need: `${total} members, one leader` }),
    );
  },
};
