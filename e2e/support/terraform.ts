import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lab, projectRoot, SCOPE } from './lab-hosts.js';
import { must, run, type Ran, type RunOptions } from './shell.js';

/** Where `synth` writes the lab's Terraform JSON. */
export const stackDirectory = join(projectRoot, 'cdktf.out', 'stacks', SCOPE);

/** What a user of plain Terraform sets where its registry cannot be reached. */
export function terraformEnv(): Record<string, string> {
  return existsSync(lab.terraformRc) ? { TF_CLI_CONFIG_FILE: lab.terraformRc } : {};
}

/** Plain `terraform`, without this project's program around it. */
export async function terraform(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run('terraform', args, {
    cwd: stackDirectory,
    timeoutMs: 600_000,
    ...options,
    env: {
      ...terraformEnv(),
      // The stack's own default is the first lab, whichever this one is.
      TF_VAR_docker_host: `unix://${lab.nodes[0].socket}`,
      TF_IN_AUTOMATION: '1',
      ...options.env,
    },
  });
}

export async function terraformInit(): Promise<void> {
  await must('terraform', ['init', '-input=false'], {
    cwd: stackDirectory,
    timeoutMs: 120_000,
    env: terraformEnv(),
  });
}
