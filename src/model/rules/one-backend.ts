import { rule } from './rule.js';

/** State has one home. */
export const oneBackend = rule({
  code: 'ONE_BACKEND',
  reads: ['terraform.backend'],
  check({ terraform: { backend } }) {
    const types = Object.keys(backend ?? {});
    if (backend === undefined || types.length === 1) return;
    return {
      at: 'terraform.backend',
      got: types.length === 0 ? 'no backend' : types.join(' and '),
      need: 'one backend',
      why: 'the state of a cluster has one home',
      fix: 'keep one, or remove the key for a local file',
    };
  },
});
