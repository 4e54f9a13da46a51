import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { commonWords } from '../words/common.ts';

/** The colour of the cord: what can be pressed, and where a call is. */
const cord: MantineColorsTuple = [
  '#fdf1ee',
  '#f8ddd6',
  '#efb8ab',
  '#e6917e',
  '#de7158',
  '#d45c40',
  '#b84a33',
  '#9f3f2b',
  '#8a3524',
  '#74291b',
];

/** Greys with a little warmth, so that white cards lie on paper. */
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ee',
  '#e9e6e0',
  '#dcd8d0',
  '#c4bfb5',
  '#a09a8f',
  '#6f6a61',
  '#544f48',
  '#3a3632',
  '#24211e',
];

const dark: MantineColorsTuple = [
  '#e6e8ec',
  '#c2c8d0',
  '#9aa3b0',
  '#6f7987',
  '#3d4653',
  '#2e3642',
  '#232a34',
  '#1a2029',
  '#141920',
  '#0e1217',
];

export const theme = createTheme({
  primaryColor: 'cord',
  primaryShade: 6,
  colors: { cord, gray, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'JetBrains Mono', Menlo, Consolas, monospace",
  defaultRadius: 'md',
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Table: { defaultProps: { verticalSpacing: 10, horizontalSpacing: 'md', fz: 'md' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Paper: { defaultProps: { withBorder: true } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': commonWords.close } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': commonWords.close } } },
  },
});
