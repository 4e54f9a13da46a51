import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { appWords as words } from '../words/app.ts';

/** A page that is not there, or that failed. */
export function ErrorPage() {
  const error = useRouteError();
  const isMissing = error === undefined || (isRouteErrorResponse(error) && error.status === 404);
  return (
    <Center h="100%" p="xl">
      <Stack align="flex-start" maw={440}>
        <Title order={1}>{isMissing ? words.notFound.title : words.failed.title}</Title>
        <Text c="dimmed">
          {isMissing ? words.notFound.text : error instanceof Error ? error.message : String(error)}
        </Text>
        {isMissing ? (
          <Button component={Link} to="/flows">
            {words.notFound.back}
          </Button>
        ) : (
          <Button onClick={() => window.location.reload()}>{words.failed.reload}</Button>
        )}
      </Stack>
    </Center>
  );
}
