import type { Client, SwaggerOperation } from 'ari-client';

interface Route {
  readonly segments: readonly string[];
  readonly operation: SwaggerOperation;
}

export interface FoundOperation {
  readonly operation: SwaggerOperation;
  /** Path parameters by name, decoded: ari-client encodes them itself. */
  readonly parameters: Record<string, string>;
}

/**
 * Finds ari-client's operation for a method and an encoded path. The operations are those that the server itself
 * describes (its api-docs), so an older server has fewer: undefined means that it can't do this.
 */
export function operationTable(client: Client): (method: string, path: string) => FoundOperation | undefined {
  const routes = new Map<string, Route[]>();
  for (const { operations } of Object.values(client._swagger.apis)) {
    for (const operation of Object.values(operations)) {
      const segments = operation.path.replace(/^\//, '').split('/');
      const key = bucket(operation.method, segments.length);
      routes.set(key, [...(routes.get(key) ?? []), { segments, operation }]);
    }
  }
  // A literal segment wins over a parameter: POST channels/create is not a channel called "create".
  for (const bucketed of routes.values()) bucketed.sort((a, b) => placeholders(a) - placeholders(b));

  return (method, path) => {
    const segments = path.split('/');
    const candidates = routes.get(bucket(method, segments.length)) ?? [];
    const route = candidates.find((candidate) => matches(candidate.segments, segments));
    return route && { operation: route.operation, parameters: pathParameters(route.segments, segments) };
  };
}

const bucket = (method: string, length: number) => `${method.toLowerCase()} ${length}`;
const isPlaceholder = (segment: string) => segment.startsWith('{');
const placeholders = ({ segments }: Route) => segments.filter(isPlaceholder).length;

function matches(template: readonly string[], segments: readonly string[]): boolean {
  return template.every((part, index) => isPlaceholder(part) || part === segments[index]);
}

function pathParameters(template: readonly string[], segments: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    if (isPlaceholder(part)) parameters[part.slice(1, -1)] = decodeURIComponent(segments[index] ?? '');
  }
  return parameters;
}
