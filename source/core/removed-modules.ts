import type { Facts, Project } from './facts.ts';
import type { Finding } from './finding.ts';

// https://docs.python.org/3/whatsnew/3.12.html#removed and https://docs.python.org/3/whatsnew/3.13.html#removed-modules-and-apis
const removed = new Set(
	(
		'aifc asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap msilib nis nntplib ossaudiodev ' +
		'pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib'
	).split(' '),
);

/** Imports that fail on Python 3.13; a file of that name in the project, or a package that brings it back, is no such. */
export const removedImports = (
	facts: Pick<Facts, 'files' | 'modules'>,
	project: Project,
): readonly Finding[] => {
	const own = new Set(
		[...facts.files.keys()].map(path => path.replace(/(?:\/__init__)?\.py$/, '').replace(/^.*\//, '')),
	);
	return [...facts.modules].flatMap(([path, parsed]) => {
		const file = facts.files.get(path);
		if (
			!parsed.ok ||
			(file?.project ?? '.') !== project.path ||
			file?.role === 'vendored' ||
			file?.role === 'template' ||
			file?.role === 'docs' ||
			file?.role === 'test'
		)
			return [];
		// Setuptools brings `distutils` back wherever it is imported.
		const isBack = parsed.value.imports.some(one => /^setuptools(?:\.|$)/.test(one.module));
		const seen = new Set<string>();
		return parsed.value.imports.flatMap(({ module, name, line }) => {
			const top = module.split('.')[0] ?? '';
			const isTyping = module === 'typing' && (name === 'io' || name === 're');
			if (!isTyping && (!removed.has(top) || own.has(top) || (isBack && top === 'distutils'))) return [];
			if (seen.has(`${line} ${top}`)) return [];
			seen.add(`${line} ${top}`);
			const what = isTyping ? `typing.${name}` : top;
			const finding: Finding = {
				level: 'info',
				message: `\`${what}\` is gone in Python 3.13`,
				// It may be caught by an `except ImportError`.
				confidence: 'likely',
				at: { path, line },
				key: `removed ${what}`,
			};
			return [finding];
		});
	});
};
