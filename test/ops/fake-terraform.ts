import type {
  DeclaredResource,
  PlannedChange,
  PlanSummary,
  Terraform,
} from '../../src/live/terraform.js';

/** Terraform that plans what the test says and remembers what it was asked. */
export class FakeTerraform implements Terraform {
  readonly calls: string[] = [];
  planned: PlannedChange[] = [];
  stack: DeclaredResource[] = [];
  /** Called by `applyPlan` and `destroy`. */
  work: () => Promise<void> = () => Promise.resolve();

  init(): Promise<void> {
    this.calls.push('init');
    return Promise.resolve();
  }

  declared(): DeclaredResource[] {
    return this.stack;
  }

  plan(targets: readonly string[] = []): Promise<PlanSummary> {
    this.calls.push(['plan', ...targets].join(' '));
    const count = (action: string) =>
      this.planned.filter(({ actions }) => actions.includes(action)).length;
    const empty = this.planned.length === 0;
    return Promise.resolve({
      add: count('create'),
      change: count('update'),
      remove: count('delete'),
      empty,
    });
  }

  plannedChanges(): Promise<PlannedChange[]> {
    return Promise.resolve(this.planned);
  }

  showPlan(): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(JSON.stringify({ planned: this.planned })));
  }

  adopt(address: string, id: string): Promise<void> {
    this.calls.push(`adopt ${address} ${id}`);
    return Promise.resolve();
  }

  async applyPlan() {
    this.calls.push('apply');
    await this.work();
    return { add: this.planned.length, change: 0, remove: 0 };
  }

  async destroy() {
    this.calls.push('destroy');
    await this.work();
    return { add: 0, change: 0, remove: 1 };
  }
}
