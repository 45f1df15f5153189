import { expect, test } from 'vitest';
import { maskedPatch } from '../../source/engine/masked-plan.ts';

// Made from parts: what looks like a key to us looks like one to other scanners too.
const short = ['q7Zk', '9Wm2', 'Lr5T'].join('');
const long = [short, 'Vw4R', 'pKc8'].join('');

test('a secret that begins another one does not leave the rest of it', () => {
	const text = `password = "${short}"\nsecret_key = "${long}"\n`;
	expect(maskedPatch(`+call(${short}, ${long})`, [['settings.py', text]])).toBe('+call(••••, ••••)');
});

test('what git repeats behind the numbers of a hunk is cut before a value', () => {
	expect(maskedPatch(`@@ -1,2 +1,2 @@ token = "${short}\n`, [])).not.toContain(short);
});

test('a password that is only the name of a product hides no line that is none', () => {
	const text = 'services:\n  postgres:\nURL: postgresql://postgres:postgres@localhost:5432/orders\n';
	const patch = ` services:\n   postgres:\n+URL: postgresql://postgres:postgres@localhost:5432/orders\n`;
	const masked = maskedPatch(patch, [['.github/workflows/ci.yml', text]]);
	expect(masked).toContain('   postgres:\n');
	expect(masked).toContain('postgresql://postgres:••••@localhost');
});
