import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';
import { noticesOf } from './notices.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(join(root, 'dist'), { recursive: true, force: true });
const metafile = await bundle(root);
cpSync(join(root, 'fixtures/repos/orders'), join(root, 'dist/sample/orders'), { recursive: true });
writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), noticesOf(metafile, root));
// Written last: its age is the age of the whole build.
writeFileSync(join(root, 'dist/built'), '');
