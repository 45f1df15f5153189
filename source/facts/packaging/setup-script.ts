import type { SgNode } from '@ast-grep/napi';
import type { SetupValue } from '../../core/facts/setup-script.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { keywordValue } from '../../edit/python/calls.ts';

// https://setuptools.pypa.io/en/latest/references/keywords.html

const literalOf = (node: SgNode): string | null => {
	if (node.kind() !== 'string') return null;
	const text = node.text();
	const match = /^[rRuU]?("""|'''|"|')([\s\S]*)\1$/.exec(text);
	return match && !match[2]?.includes('\\') ? (match[2] ?? null) : null;
};

const valueOf = (file: SourceFile, node: SgNode): SetupValue | null => {
	const value = literalOf(node);
	if (value === null) return null;
	const { line } = node.range().start;
	const source = file.text.slice(file.lineStarts[line] ?? 0, file.lineStarts[line + 1] ?? file.text.length);
	return { value, line: line + 1, source: source.trim().slice(0, 200) };
};

const listOf = (file: SourceFile, node: SgNode | null): readonly SetupValue[] | 'unknown' => {
	if (node === null) return [];
	if (node.kind() !== 'list' && node.kind() !== 'tuple') return 'unknown';
	const items = node.children().filter(child => child.isNamed() && child.kind() !== 'comment');
	const values = items.map(item => valueOf(file, item));
	return values.every(value => value !== null) ? values : 'unknown';
};

export default defineFileGatherer({
	fact: 'setupScripts',
	version: 1,
	wave: 'config',
	wants: path => path === 'setup.py' || path.endsWith('/setup.py'),
	extract(file, engines) {
		if (!/\bsetup\s*\(/.test(file.text)) return null;
		const call = engines
			.python(file)
			.findAll({ rule: { kind: 'call', has: { field: 'function', regex: '(^|\\.)setup$' } } })
			.at(0);
		if (!call) return null;
		const literal = (name: string): SetupValue | null => {
			const node = keywordValue(call, name);
			return node ? valueOf(file, node) : null;
		};
		const requires = keywordValue(call, 'python_requires');
		const classifiers = listOf(file, keywordValue(call, 'classifiers'));
		return {
			name: literal('name'),
			version: literal('version'),
			pythonRequires: requires ? (valueOf(file, requires) ?? 'unknown') : null,
			classifiers: classifiers === 'unknown' ? [] : classifiers,
			installRequires: listOf(file, keywordValue(call, 'install_requires')),
			hasConsoleScripts: keywordValue(call, 'entry_points')?.text().includes('console_scripts') ?? false,
		};
	},
});
