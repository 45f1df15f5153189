import type { ToolPin } from '../../core/facts/tools.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';

// Only a few names are wanted, so lines are enough: lockfiles of this kind run to megabytes.

const tools = 'ruff|mypy|pytest|black|flake8|pytest-cov|coverage';

/** Each with the tool and the version as its groups. */
const patterns: readonly (readonly [file: RegExp, pin: RegExp])[] = [
	[
		/(^|\/)(uv|poetry|pdm)\.lock$/,
		new RegExp(`^name = "(${tools})"\\r?\\nversion = "([^"\\r\\n]{1,40})"`, 'gm'),
	],
	[
		/(^|\/)Pipfile\.lock$/,
		new RegExp(`"(${tools})": \\{[^{}]{0,20000}?"version": "==([^"\\r\\n]{1,40})"`, 'g'),
	],
	[
		/(^|\/)\.pre-commit-config\.ya?ml$/,
		/github\.com\/(?:astral-sh|charliermarsh|pre-commit|psf|pycqa|PyCQA|google|hhatto)\/(?:mirrors-)?(ruff|mypy|black|flake8|isort|yapf|autopep8)(?:-pre-commit(?:-mirror)?)?(?:\.git)?["']?[ \t]*(?:#[^\r\n]*)?\r?\n[ \t]+rev:[ \t]*["']?v?(\d[\w.]*)/g,
	],
	[
		/(^|\/)(?:[\w.-]*requirements[\w.-]*|requirements\/[\w.-]+|constraints)\.(?:txt|in)$/,
		new RegExp(
			`^(${tools})(?:\\[[\\w,-]*\\])?[ \\t]*(?:==[ \\t]*([\\w.]{1,40})|(?=[<>~!;#@ \\t\\r\\n]|$))`,
			'gm',
		),
	],
];

export default defineFileGatherer({
	fact: 'toolPins',
	version: 2,
	wave: 'config',
	maxBytes: 16 * 1024 * 1024,
	wants: path => patterns.some(([file]) => file.test(path)),
	extract(file) {
		const pin = patterns.find(([name]) => name.test(file.path))?.[1];
		if (!pin) return null;
		const pins: ToolPin[] = [...file.text.matchAll(pin)].map(match => {
			const { line } = positionAt(file.lineStarts, match.index);
			return {
				tool: match[1] ?? '',
				version: match[2] ?? '',
				line,
				source: (match[0].split(/\r?\n/)[0] ?? '').trim().slice(0, 200),
			};
		});
		return pins.length > 0 ? pins : null;
	},
});
