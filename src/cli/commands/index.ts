import type { CliCommand } from '../command.js';

/**
 * In the order `--help` lists them. One is loaded when it is called for: most of the others bring
 * libraries along that take longer to load than a file to check.
 */
const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  start: async () => (await import('./start.js')).startCommand,
  stop: async () => (await import('./stop.js')).stopCommand,
  validate: async () => (await import('./validate.js')).validateCommand,
  'upgrade-config': async () => (await import('./upgrade-config.js')).upgradeConfigCommand,
  explain: async () => (await import('./explain.js')).explainCommand,
  render: async () => (await import('./render.js')).renderCommand,
  synth: async () => (await import('./synth.js')).synthCommand,
  plan: async () => (await import('./plan.js')).planCommand,
  deploy: async () => (await import('./deploy.js')).deployCommand,
  destroy: async () => (await import('./destroy.js')).destroyCommand,
  drift: async () => (await import('./drift.js')).driftCommand,
  status: async () => (await import('./status.js')).statusCommand,
  verify: async () => (await import('./verify.js')).verifyCommand,
  switchover: async () => (await import('./switchover.js')).switchoverCommand,
  secrets: async () => (await import('./secrets.js')).secretsCommand,
  images: async () => (await import('./images.js')).imagesCommand,
  lab: async () => (await import('./lab.js')).labCommand,
};

/** The command of that name alone, or all if it is none: then help or an error names them. */
export async function loadCommands(name: string | undefined): Promise<CliCommand[]> {
  const named = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return Promise.all((named ? [named] : Object.values(commands)).map((load) => load()));
}
