import { UserError } from '../core/problem.js';
import type { DockerCliError } from '../live/docker-cli.js';

export function agentBundleMissing(file: string): UserError {
  return new UserError([
    {
      code: 'AGENT_BUNDLE_MISSING',
      at: file,
      got: 'no such file',
      need: 'the in-cluster agent, which the package brings along',
      fix: 'install the package again',
    },
  ]);
}

export function imageBuildFailed(image: string, error: DockerCliError): UserError {
  return wrongVersions(image, error.output) ?? imageStepFailed('IMAGE_BUILD_FAILED', image, error);
}

export function imagePushFailed(image: string, error: DockerCliError): UserError {
  return imageStepFailed('IMAGE_PUSH_FAILED', image, error);
}

/** @param got - what stands there instead */
export function imagesNotLocked(file: string, got: string): UserError {
  return new UserError([
    {
      code: 'IMAGES_NOT_LOCKED',
      at: file,
      got,
      need: 'the digests of pushed images',
      fix: 'run patroni-swarm images push --registry REGISTRY',
    },
  ]);
}

export function imageEngineFailed(engineHost: string, error: DockerCliError): UserError {
  return new UserError(
    [
      {
        code: 'IMAGE_ENGINE_FAILED',
        at: engineHost,
        got: error.message,
        need: 'a Docker client, and an engine that answers it',
        fix: 'set DOCKER_HOST to an engine that may build images',
      },
    ],
    'live',
  );
}

const LAST_LINES = 12;

function imageStepFailed(code: string, image: string, error: DockerCliError): UserError {
  const lines = error.output.trimEnd().split('\n').slice(-LAST_LINES);
  return new UserError(
    [{ code, at: image, got: lines.join('\n        '), need: `${error.command} to succeed` }],
    'live',
  );
}

/** `images/base/install-pinned` prints one line per package that Debian offers in another version. */
function wrongVersions(image: string, output: string): UserError | undefined {
  const lines = output.matchAll(/^ {2}(\S+): pinned (\S+), Debian offers (\S+)$/gm);
  const problems = [...lines].map(([, name = '', pinned = '', offered = '']) => ({
    code: 'PINNED_VERSION_NOT_OFFERED',
    at: `${image}: ${name}`,
    got: offered === 'nothing' ? 'no such package in Debian' : `${offered} in Debian`,
    need: pinned,
    why: 'only the pinned upstream version was tried with the others',
    fix: 'use a release of patroni-swarm that pins this version',
  }));
  return problems.length > 0 ? new UserError(problems) : undefined;
}
