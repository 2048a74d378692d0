import type Docker from 'dockerode';
import type { JobSpec } from './swarm.js';

/** Mode 0400: the agent reads it, nobody else. */
const OWNER_READS = 0o400;

/**
 * A service that runs one task to its end and is not started again.
 *
 * The log driver is pinned: the answer is read from the log, whatever the host's default is.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Service/operation/ServiceCreate
 */
export function jobServiceSpec(job: JobSpec): Docker.ServiceSpec {
  const { uid, gid } = job.user;
  const task: Docker.ContainerTaskSpec = {
    ContainerSpec: {
      Image: job.image,
      Args: [...job.args],
      User: `${uid}:${gid}`,
      ReadOnly: true,
      CapabilityDrop: ['ALL'],
      Labels: { ...job.labels },
      Mounts: job.tmpfs.map((Target) => ({ Type: 'tmpfs', Source: '', Target })),
      Secrets: job.secrets.map(({ id, name, path }) => ({
        SecretID: id,
        SecretName: name,
        File: { Name: path, UID: `${uid}`, GID: `${gid}`, Mode: OWNER_READS },
      })),
    },
    Networks: job.networks.map((Target) => ({ Target })),
    Placement: { Constraints: [...job.constraints] },
    Resources: { Limits: { MemoryBytes: job.memoryBytes } },
    RestartPolicy: { Condition: 'none' },
    LogDriver: { Name: 'json-file', Options: { 'max-size': '10m', 'max-file': '1' } },
  };
  return {
    Name: job.name,
    Labels: { ...job.labels },
    Mode: { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 1 } },
    // A virtual address needs ip_vs, which a host may lack.
    EndpointSpec: { Mode: 'dnsrr' },
    TaskTemplate: task,
  };
}
