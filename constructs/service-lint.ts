import { Service } from './terraform.js';
import type { IConstruct } from 'constructs';
import { serviceRules, type ServiceAttributes } from './service-rules.js';

/**
 * Holds every `docker_service` below `scope` against the rules of the field guide.
 *
 * @returns one line per broken rule; an empty list lets the synth go on
 */
export function lintServices(scope: IConstruct): string[] {
  return scope.node
    .findAll()
    .filter((node): node is Service => node instanceof Service)
    .flatMap((service) => lintService(service));
}

function lintService(service: Service): string[] {
  const attributes = attributesOf(service);
  return serviceRules
    .filter((rule) => !rule.holds(attributes))
    .map((rule) => `docker_service ${attributes.name}: ${rule.need} [${rule.code}]: ${rule.why}`);
}

/** Tokens stay unresolved: resolving every service once more would take as long as the synth itself. */
function attributesOf(service: Service): ServiceAttributes {
  const fragment = onceMore(service) as {
    resource: { docker_service: Record<string, ServiceAttributes> };
  };
  const [attributes] = Object.values(fragment.resource.docker_service);
  if (!attributes) throw new Error(`docker_service ${service.friendlyUniqueId} has no attributes`);
  return attributes;
}

/** What Terraform is told of a service; the stack, which asks next, gets the same without the work. */
function onceMore(service: Service): unknown {
  const fragment: unknown = service.toTerraform();
  service.toTerraform = () => {
    Reflect.deleteProperty(service, 'toTerraform');
    return fragment;
  };
  return fragment;
}
