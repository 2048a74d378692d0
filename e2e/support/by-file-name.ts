import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs files in the order of their names: the scenarios share one lab, which the first brings up. */
export class ByFileName extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve([...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1)));
  }
}
