import { fail, pass, type Check } from './check.js';

/** One leader, every other member streaming, and a sync standby where the mode asks for one. */
export const patroniFormed: Check = {
  id: 'patroni-formed',
  title: 'Patroni cluster formed',
  run({ view }) {
    if (!view.up) {
      const need = 'one leader, all other members streaming, a sync standby in sync mode';
      return Promise.resolve(fail({ at: view.scope, got: view.reasons.join('; '), need }));
    }
    const roles = view.members.map(({ name, role }) => `${name} ${role}`);
    return Promise.resolve(pass(`${roles.join(', ')}; timeline ${timelineOf(view.members)}`));
  },
};

function timelineOf(members: readonly { readonly timeline: number | null }[]): string {
  return [...new Set(members.map(({ timeline }) => timeline ?? '?'))].join('/');
}
