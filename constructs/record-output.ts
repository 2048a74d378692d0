import { TerraformOutput } from './terraform.js';
import type { Construct } from 'constructs';
import type { ClusterRecord } from '../src/model/record/cluster-record.js';
import { recordOutput } from '../src/model/record/record-format.js';

/**
 * Puts the record of a cluster into the stack's outputs, where every plan has the old and the new one.
 *
 * Declares one output, `patroni_swarm_<scope>`; nothing of it is confidential.
 */
export function declareRecord(scope: Construct, record: ClusterRecord): void {
  const output = new TerraformOutput(scope, 'Record', {
    value: record,
    description: 'What patroni-swarm needs to explain a plan.',
  });
  output.overrideLogicalId(recordOutput(record.scope));
}
