import type { Facts, Project } from '../../../core/facts.ts';
import type { Packaging } from '../../../core/facts/packaging.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass } from '../../../core/practice.ts';
import { wantedMinor } from '../../../core/python-versions.ts';
import { packagingOf } from './scope.ts';

// https://docs.python.org/3/whatsnew/3.12.html#removed and https://docs.python.org/3/whatsnew/3.13.html#removed-modules-and-apis
const removed = new Set(
	(
		'aifc asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap msilib nis nntplib ossaudiodev ' +
		'pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib'
	).split(' '),
);

/** Imports that fail on Python 3.13; a file of that name in the project, or a package that brings it back, is no such. */
export const removedImports = (facts: Pick<Facts, 'files' | 'modules'>, project: Project): readonly Finding[] => {
	const own = new Set([...facts.files.keys()].map(path => path.replace(/(?:\/__init__)?\.py$/, '').replace(/^.*\//, '')));
	return [...facts.modules].flatMap(([path, parsed]) => {
		const file = facts.files.get(path);
		if (!parsed.ok || (file?.project ?? '.') !== project.path || file?.role === 'vendored' || file?.role === 'docs' || file?.role === 'test') return [];
		return parsed.value.imports.flatMap(({ module, name, line }) => {
			const top = module.split('.')[0] ?? '';
			const isTyping = module === 'typing' && (name === 'io' || name === 're');
			if (!isTyping && (!removed.has(top) || own.has(top))) return [];
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

const wheelNotes = ({ locks, declared }: Packaging): readonly Finding[] => {
	// A lock for other Pythons leaves the wheels for this one out.
	const [range] = declared;
	if (range?.minors && !range.minors.includes(wantedMinor)) return [];
	const [lock] = locks;
	return (lock?.missingWheels ?? []).map(({ name, version }) => ({
		level: 'info',
		message: `\`${name}\` ${version} has no wheel for Python 3.13 on Linux`,
		confidence: 'certain',
		at: { path: lock?.path ?? '' },
		expected: 'a release with wheels for 3.13',
		key: `wheel ${name}`,
	}));
};

export default defineCheck({
	id: 'readiness',
	spec: '0.1f',
	title: 'Nothing stands in the way of Python 3.13',
	failTitle: 'Something may stand in the way of Python 3.13',
	severity: 'info',
	scope: 'project',
	needs: ['packaging', 'projects', 'files', 'modules'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const [range] = found.packaging.declared;
		const lowest = range?.minors?.[0];
		if (lowest !== undefined && lowest >= wantedMinor) return notApplicable('Python 3.13 or newer is already required');
		const notes = [...removedImports(facts, project), ...wheelNotes(found.packaging)];
		if (notes.length === 0) return pass('No import and no locked wheel stands in the way of Python 3.13');
		const what = notes.length === 1 ? 'this one import or package' : `these ${notes.length} imports and packages`;
		return manual(`Does the project run on Python 3.13 in spite of ${what}?`, notes);
	},
});
