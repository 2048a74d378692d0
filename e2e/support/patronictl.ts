import { names } from '../../src/model/names.js';
import { paths } from '../../src/model/paths.js';
import { execIn, lab, SCOPE } from './lab-hosts.js';

/** Runs it in a member, with the login that only the whole directory has. */
export async function patronictl(...args: string[]): Promise<void> {
  const service = names.patroniMember(SCOPE, lab.nodes[0].name);
  const command = ['patronictl', '-c', paths.patroniDirectory, ...args];
  const { code, stdout, stderr } = await execIn(lab.nodes[0], service, command);
  if (code !== 0) throw new Error(`patronictl ${args.join(' ')}: ${stdout}${stderr}`);
}
