import { lstat, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ensureContainer } from './container.js';
import type { LabContext, LabNode, LabStep } from './context.js';
import { docker, pingEngine } from './docker.js';
import { hostImage } from './host-image.js';
import { healPartition } from './partition.js';
import { labStepFailed } from './problems.js';
import { waitUntil } from './wait.js';

const READY_LIMIT_MS = 60_000;

/** Starts every host, whatever happened to it, and takes back what faults did to it. */
export async function ensureHosts(context: LabContext, step: LabStep): Promise<void> {
  const image = await hostImage(context);
  await Promise.all(context.nodes.map((node) => ensureHost(context, node, image, step)));
}

async function ensureHost(
  context: LabContext,
  node: LabNode,
  image: string,
  step: LabStep,
): Promise<void> {
  await publishSocket(node);
  await ensureContainer(context.engineHost(), hostSpec(context, node, image), step);
  await waitForHost(context, node, step);
  await healPartition(context, node, step);
}

/** Waits until the host's own engine answers. */
export async function waitForHost(
  context: LabContext,
  node: LabNode,
  step: LabStep,
): Promise<void> {
  await waitUntil(
    async () => (await pingEngine(node.socket)) === 'answers',
    { limitMs: READY_LIMIT_MS, signal: step.signal },
    async () => {
      const need = `its Docker engine to answer within ${READY_LIMIT_MS / 1000} s`;
      const logs = ['logs', '--tail', '20', node.container];
      let output = '';
      const onLine = (line: string) => (output += `${line}\n`);
      await docker(context.engineHost(), logs, { timeoutMs: 5000, onLine });
      return labStepFailed(node.container, output, need);
    },
  );
}

/** Each host sees a folder of its own, not the sockets of its peers; a link gives the short name. */
async function publishSocket(node: LabNode): Promise<void> {
  await mkdir(node.socketDirectory, { recursive: true });
  const target = join(basename(node.socketDirectory), 'docker.sock');
  const link = await lstat(node.socket).catch(() => undefined);
  if (link?.isSymbolicLink() && (await readlink(node.socket)) === target) return;
  await rm(node.socket, { force: true });
  await symlink(target, node.socket);
}

function hostSpec(context: LabContext, node: LabNode, image: string) {
  const { network } = context;
  const options = [
    ...['--hostname', node.name, '--network', network.name, '--ip', node.address],
    // Sandboxes may lack SYS_RESOURCE; `--privileged` fails there.
    ...['--cap-add', 'ALL', '--cap-drop', 'SYS_RESOURCE'],
    ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
    ...['--security-opt', 'systempaths=unconfined', '--device-cgroup-rule', 'a *:* rwm'],
    // The real hierarchy on cgroup v1 and v2 alike: the host's engine makes cgroups below its own.
    ...['--cgroupns', 'host', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:rw'],
    // Pid files do not outlive a loss of power.
    ...['--tmpfs', '/run:exec'],
    ...['--volume', `${node.container}:/var/lib/docker`],
    ...['--volume', `${node.socketDirectory}:/lab`],
  ];
  const gid = `${process.getgid?.() ?? 0}`;
  const command = ['host', '/lab/docker.sock', gid, network.subnet];
  return { name: node.container, options, image, command };
}
