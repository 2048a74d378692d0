import type { Phase } from '../src/core/phase.js';
import { ensureBaseImage } from './base-image.js';
import type { LabContext, LabStep } from './context.js';
import { ensureEngine } from './engine.js';
import { ensureHostImage } from './host-image.js';
import { ensureHosts } from './hosts.js';
import { ensureNetwork } from './network.js';
import { ensurePrerequisites } from './prerequisites.js';
import { ensureProviderMirror } from './provider-mirror.js';
import { ensureRegistry } from './registry.js';
import { ensureSwarm } from './swarm.js';

/** Titles, for phases of others that need one of these. */
export const labPhase = {
  prerequisites: 'Prerequisites',
  engine: 'Docker engine',
  provider: 'Terraform provider',
  network: 'Lab network',
  baseImage: 'Base image',
  hostImage: 'Host image',
  registry: 'Registry',
  hosts: 'Swarm hosts',
  swarm: 'Swarm',
} as const;

/** Everything `lab up` does. Each phase does nothing where its work is done already. */
export function labPhases(context: LabContext): Phase[] {
  const phase = (
    title: string,
    needs: readonly string[],
    work: (context: LabContext, step: LabStep) => Promise<void>,
  ): Phase => ({ title, needs, run: (report, signal) => work(context, { report, signal }) });

  return [
    phase(labPhase.prerequisites, [], ensurePrerequisites),
    phase(labPhase.engine, [labPhase.prerequisites], ensureEngine),
    phase(labPhase.provider, [labPhase.prerequisites], ensureProviderMirror),
    phase(labPhase.network, [labPhase.engine], ensureNetwork),
    phase(labPhase.baseImage, [labPhase.engine], ensureBaseImage),
    phase(labPhase.hostImage, [labPhase.baseImage], ensureHostImage),
    phase(labPhase.registry, [labPhase.network, labPhase.hostImage], ensureRegistry),
    phase(labPhase.hosts, [labPhase.network, labPhase.hostImage], ensureHosts),
    phase(labPhase.swarm, [labPhase.hosts], ensureSwarm),
  ];
}
