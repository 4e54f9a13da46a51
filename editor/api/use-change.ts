import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

/**
 * A change of something on the server, after which these queries are asked again. It does not wait for their answers:
 * what a component does next must happen while it is still there, and a row that is removed soon is not.
 */
export function useChange<Input, Output>(change: (input: Input) => Promise<Output>, ...outdated: QueryKey[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const queryKey of outdated) void client.invalidateQueries({ queryKey });
    },
  });
}
