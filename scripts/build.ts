import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';
import { noticesOf } from './notices.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const dist = join(root, 'dist');
const fresh = join(root, `dist.${process.pid}`);

try {
	const metafile = await bundle(root, fresh);
	cpSync(join(root, 'fixtures/repos/orders-service'), join(fresh, 'sample/orders-service'), {
		recursive: true,
	});
	writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), noticesOf(metafile, root));
	// Its age is the age of the whole build.
	writeFileSync(join(fresh, 'built'), '');
	rmSync(dist, { recursive: true, force: true });
	renameSync(fresh, dist);
} finally {
	rmSync(fresh, { recursive: true, force: true });
}
