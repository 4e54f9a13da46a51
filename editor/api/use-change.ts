import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

/** A change of something on the server, after which these queries are asked again. */
export function useChange<Input, Output>(change: (input: Input) => Promise<Output>, ...outdated: QueryKey[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(outdated.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
