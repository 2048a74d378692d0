import { names } from '../../src/model/names.js';
import { execIn, hostNamed, lab, SCOPE } from './lab-hosts.js';

/** A hot-standby parameter that nothing else follows. */
export const ORDERED = 'max_locks_per_transaction';

/** The one value of a query, asked by the superuser in the member's own container. */
export async function ask(member: string, sql: string): Promise<string> {
  const command = ['psql', '-X', '-A', '-t', '-U', 'postgres', '-d', 'postgres', '-c', sql];
  const service = names.patroniMember(SCOPE, member);
  const { code, stdout, stderr } = await execIn(hostNamed(member), service, command);
  if (code !== 0) throw new Error(`${member}: ${stderr}`);
  return stdout.trim();
}

/** A parameter on each member, in the order of their names as given; of all hosts by default. */
export async function everywhere(
  parameter: string,
  members = lab.nodes.map(({ name }) => name),
): Promise<string[]> {
  return Promise.all(members.map((member) => ask(member, `show ${parameter}`)));
}
