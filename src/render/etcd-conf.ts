import type { EtcdMember, EtcdModel } from '../model/etcd-model.js';
import { paths } from '../model/paths.js';
import type { RenderedFile } from './rendered-file.js';
import { yamlFile } from './yaml-file.js';

/**
 * Renders one member's `etcd.conf`, which is YAML and complete: with a file, etcd ignores flags and
 * environment.
 *
 * @see https://etcd.io/docs/v3.5/op-guide/configuration/
 */
export function renderEtcdConf(etcd: EtcdModel, member: EtcdMember): RenderedFile {
  const anywhere = (port: number) => `http://0.0.0.0:${port}`;
  return yamlFile(paths.etcdConf, etcd.clusterScope, {
    ...etcd.settings,
    name: member.node,
    'data-dir': paths.etcdData,
    'listen-peer-urls': anywhere(etcd.peerPort),
    // Two ports: on a shared one, streams of gRPC starve HTTP requests, and etcd warns at each start.
    'listen-client-http-urls': anywhere(etcd.clientPort),
    'listen-client-urls': `http://127.0.0.1:${etcd.grpcPort}`,
    'listen-metrics-urls': anywhere(etcd.metricsPort),
    'initial-advertise-peer-urls': member.peerUrl,
    'advertise-client-urls': member.clientUrl,
    'initial-cluster': etcd.members.map(({ node, peerUrl }) => `${node}=${peerUrl}`).join(','),
    'initial-cluster-state': 'new',
    // Patroni speaks to the JSON gateway; a configuration file leaves it off unless it says so.
    'enable-grpc-gateway': true,
    'log-outputs': ['stderr'],
  });
}
