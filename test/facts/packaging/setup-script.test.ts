import { expect, test } from 'vitest';
import { lineStartsOf } from '../../../source/core/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';
import setupScript from '../../../source/facts/packaging/setup-script.ts';

const engines = createEngines([]);
const scriptOf = (text: string) =>
	setupScript.extract({ path: 'setup.py', text, lineStarts: lineStartsOf(text) }, engines, null);

test.each([
	['setup(name="a")', true],
	['setup(extras_require={"dev": ["pytest"], "all": []})', true],
	['extras = {"dev": ["pytest"]}\nsetup(extras_require=extras)', true],
	['setup(extras_require=read_extras())', false],
	['setup(extras_require={"dev": read("dev.in")})', false],
	['setup(extras_require={":python_version<\'3\'": ["six"]})', false],
	['setup(extras_require={**base, "dev": ["pytest"]})', false],
])('%s writes its extras out: %s', (text, wanted) => {
	expect(scriptOf(text)?.writesExtras).toBe(wanted);
});
