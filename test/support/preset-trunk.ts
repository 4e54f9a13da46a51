import { carriers } from '#asterisk-config/carriers';
import type { CarrierPreset } from '#asterisk-config/carriers/preset';
import { Trunk } from '#asterisk-config/trunk';

/** Every carrier in each of its kinds. */
export const presetKinds = carriers.flatMap((preset) => preset.kinds.map((kind) => [preset.id, kind, preset] as const));

/** A trunk as somebody makes it of a preset, who knows his own name, password and host. */
export function presetTrunk(
  preset: CarrierPreset,
  kind: CarrierPreset['kinds'][number],
  more: Partial<Trunk> = {},
): Trunk {
  const [suffix] = preset.hostNames;
  return Trunk.parse({
    id: `${preset.id}-${kind}`,
    name: preset.title,
    carrier: preset.id,
    kind,
    domain: `acme${suffix ?? '.example.net'}`,
    ...(kind === 'registration' ? { registrar: `acme${suffix ?? '.example.net'}` } : {}),
    ...(kind === 'ip' ? {} : { username: 'acme', password: { secret: 'ACME' } }),
    sourceAddresses: preset.sourceAddresses,
    ...preset.defaults[kind],
    ...more,
  });
}
