import type { CliCommand } from '../command.js';
import { deployCommand } from './deploy.js';
import { destroyCommand } from './destroy.js';
import { imagesCommand } from './images.js';
import { labCommand } from './lab.js';
import { renderCommand } from './render.js';
import { secretsCommand } from './secrets.js';
import { startCommand } from './start.js';
import { statusCommand } from './status.js';
import { stopCommand } from './stop.js';
import { switchoverCommand } from './switchover.js';
import { synthCommand } from './synth.js';
import { validateCommand } from './validate.js';
import { verifyCommand } from './verify.js';

/** In the order `--help` lists them. */
export const commands: readonly CliCommand[] = [
  startCommand,
  stopCommand,
  validateCommand,
  renderCommand,
  synthCommand,
  deployCommand,
  destroyCommand,
  statusCommand,
  verifyCommand,
  switchoverCommand,
  secretsCommand,
  imagesCommand,
  labCommand,
];
