import { Anchor, Breadcrumbs, Text } from '@mantine/core';
import { Link } from 'react-router';
import { flowsWords as words } from '../words/flows.ts';
import { trailOf } from './folders.ts';

/** Where a folder's row or trail leads. */
export const folderAddress = (path: string): string =>
  path === '' ? '/flows' : `/flows?${new URLSearchParams({ folder: path })}`;

/** The way from the top to the folder that is shown. */
export function FolderTrail({ folder }: { readonly folder: string }) {
  const trail = trailOf(folder);
  return (
    <Breadcrumbs component="nav" aria-label={words.folders.trail} mb="sm" separatorMargin={6}>
      <Anchor component={Link} to="/flows">
        {words.folders.top}
      </Anchor>
      {trail.map(({ name, path }, at) =>
        at === trail.length - 1 ? (
          <Text key={path} fw={600} aria-current="page">
            {name}
          </Text>
        ) : (
          <Anchor key={path} component={Link} to={folderAddress(path)}>
            {name}
          </Anchor>
        ),
      )}
    </Breadcrumbs>
  );
}
