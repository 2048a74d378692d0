import { existsSync, readFileSync } from 'node:fs';
import { cp, link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.js';
import type { LabContext, LabStep } from './context.js';
import { reachable, TERRAFORM_REGISTRY } from './reachable.js';

/** The module path the provider declares; `go.mod` replaces it by where it lives. */
const MODULE = 'github.com/terraform-providers/terraform-provider-docker';

/** Follows the date of the commit that `go.mod` pins. */
const VERSION = '4.5.20260916';

/** Terraform and OpenTofu put their own host in front of `kreuzwerker/docker`. */
const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org'] as const;

/**
 * Whether the mirror holds this version and the settings point at it.
 *
 * The settings are written last, so they stand for a whole mirror; a project that was moved needs new ones.
 */
export function mirrorIsBuilt(context: LabContext): boolean {
  const mirror = mirrorFolder(context);
  if (!REGISTRIES.every((registry) => existsSync(versionFolder(mirror, registry)))) return false;
  if (!existsSync(context.terraformRc)) return false;
  return readFileSync(context.terraformRc, 'utf8') === terraformRc(mirror);
}

/**
 * Builds the Docker provider from its Go module, where Terraform's registry cannot be reached.
 *
 * Fills a filesystem mirror and writes the settings that point Terraform at it.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file (filesystem_mirror)
 */
export async function ensureProviderMirror(context: LabContext, step: LabStep): Promise<void> {
  if (mirrorIsBuilt(context) || (await reachable(TERRAFORM_REGISTRY, step.signal))) return;
  const mirror = mirrorFolder(context);
  const binary = await buildProvider(context, step);
  const platform = await run('go', ['env', 'GOOS', 'GOARCH'], step);
  for (const registry of REGISTRIES) {
    const target = join(versionFolder(mirror, registry), platform.replace('\n', '_'));
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await link(binary, join(target, `terraform-provider-docker_v${VERSION}`));
  }
  const partial = `${context.terraformRc}.partial`;
  await writeFile(partial, terraformRc(mirror));
  await rename(partial, context.terraformRc);
}

export const mirrorFolder = (context: LabContext) => join(context.labDirectory, 'provider-mirror');

export const versionFolder = (mirror: string, registry: string) =>
  join(mirror, registry, 'kreuzwerker', 'docker', VERSION);

async function buildProvider(context: LabContext, step: LabStep): Promise<string> {
  const folder = join(context.labDirectory, 'provider-build');
  // A copy: Go may not write into the package, and refuses a module that lies in node_modules.
  await cp(join(context.assetDirectory, 'provider'), folder, {
    recursive: true,
    dereference: true,
  });
  const binary = join(folder, 'terraform-provider-docker');
  step.report('go build (the Docker provider; minutes the first time)');
  const flags = ['-tags', 'no_compose', '-trimpath', '-ldflags', '-s -w'];
  await run('go', ['build', '-v', ...flags, '-o', binary, MODULE], {
    cwd: folder,
    signal: step.signal,
    timeoutMs: 1_200_000,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    onLine: step.report,
  });
  return binary;
}

export function terraformRc(mirror: string): string {
  const providers = REGISTRIES.map((registry) => `"${registry}/kreuzwerker/docker"`).join(', ');
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${providers}]
  }
  direct {
    exclude = [${providers}]
  }
}
`;
}
