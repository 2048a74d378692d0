import { z } from '../src/core/zod.js';
import type { Problem } from '../src/core/problem.js';
import { findCommand, run } from './command.js';

const versionSchema = z.object({ terraform_version: z.string() });

const NEED = 'Terraform or OpenTofu, 1.5 or newer';
const WHY = 'it applies the synthesised stack to the Swarm';
const FIX =
  'install it from https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install, or name its binary in TERRAFORM_BINARY_NAME';

/** Checks the program that will apply; `TERRAFORM_BINARY_NAME` chooses it, as for cdktf. */
export async function terraformProblem(signal?: AbortSignal): Promise<Problem | undefined> {
  const name = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
  const problem = (got: string): Problem => {
    return { code: 'TERRAFORM_MISSING', at: 'terraform', got, need: NEED, why: WHY, fix: FIX };
  };
  const path = name.includes('/') ? name : findCommand(name);
  if (!path) {
    const tofu = process.env.TERRAFORM_BINARY_NAME ? undefined : findCommand('tofu');
    if (!tofu) return problem(`no program \`${name}\``);
    const hint = 'set TERRAFORM_BINARY_NAME=tofu';
    return { ...problem(`only ${tofu}`), need: 'to be told to use it', fix: hint };
  }
  try {
    const env = { CHECKPOINT_DISABLE: '1' };
    const output = await run(path, ['version', '-json'], { signal, timeoutMs: 10_000, env });
    const version = versionSchema.parse(JSON.parse(output)).terraform_version;
    return isAtLeast(version, 1, 5) ? undefined : problem(`${path} ${version}`);
  } catch {
    signal?.throwIfAborted();
    return problem(`${path} does not tell its version`);
  }
}

/** @param version - `1.11.4`, `go1.24rc1` and the like */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const match = /(\d+)\.(\d+)/.exec(version);
  if (!match) return false;
  const [gotMajor, gotMinor] = [Number(match[1]), Number(match[2])];
  return gotMajor > major || (gotMajor === major && gotMinor >= minor);
}
