/** Whether a web server answers at all within 3 s; any status will do. */
export async function reachable(url: string, signal?: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.timeout(3000);
  try {
    await fetch(url, { method: 'HEAD', signal: signal ? AbortSignal.any([signal, limit]) : limit });
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

export const TERRAFORM_REGISTRY = 'https://registry.terraform.io/.well-known/terraform.json';
export const DOCKER_HUB = 'https://registry-1.docker.io/v2/';
