// lucide-react ships no types for this file: every icon by its name in Pascal case.
declare module 'lucide-react/dist/esm/icons/index.mjs';
