import type { DeclaredPython, NamedPython } from '../../../core/facts/packaging.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { nameOfMinor, wantedMinor } from '../../../core/python-versions.ts';
import { isLibrary, packagingOf } from './scope.ts';

const lineOf = ({ at }: DeclaredPython): string =>
	at.line === undefined ? at.path : `${at.path}:${at.line}`;

const findingAt = (
	place: NamedPython,
	level: Finding['level'],
	message: string,
	expected: string,
): Finding => ({
	level,
	message,
	confidence: 'certain',
	at: place.at,
	found: place.source,
	expected,
	key: `${place.use} ${place.what} ${place.version}`,
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is wrong with one place, given the range the project declares; null where it agrees. A library only offers its image. */
const judgePlace = (place: NamedPython, range: DeclaredPython | null, isOffered: boolean): Finding | null => {
	const { use, what, version, minor } = place;
	const floor = range?.minors?.[0] ?? null;
	const isOutside = range?.minors ? !range.minors.includes(minor) : false;
	const declared = range ? `\`${range.key}\` \`${range.specifier}\` (\`${lineOf(range)}\`)` : '';
	switch (use) {
		case 'deploy':
			if (isOutside) {
				return findingAt(
					place,
					'fail',
					`${capital(what)} ${version} is outside ${declared}`,
					range?.specifier ?? '',
				);
			}
			if (minor >= wantedMinor) return null;
			return findingAt(
				place,
				isOffered ? 'warn' : 'fail',
				`${capital(what)} ${version} is older than 3.13`,
				'3.13',
			);
		case 'environment':
			if (!isOutside) return null;
			return findingAt(
				place,
				'fail',
				`${capital(what)} ${version} is outside ${declared}`,
				range?.specifier ?? '',
			);
		case 'ci':
			if (!isOutside) return null;
			return findingAt(
				place,
				'warn',
				`${capital(what)} runs ${version}, outside ${declared}`,
				range?.specifier ?? '',
			);
		case 'classifier':
			if (!isOutside) return null;
			return findingAt(
				place,
				'warn',
				`A classifier names Python ${version}, outside ${declared}`,
				range?.specifier ?? '',
			);
		case 'target':
			if (floor === null || floor === minor) return null;
			return findingAt(
				place,
				'warn',
				`${capital(what)} is ${version} while ${declared} starts at ${nameOfMinor(floor)}`,
				nameOfMinor(floor),
			);
	}
};

/** Two manifests of one project that name different ranges; the first is the one tools read. */
const judgeManifests = (declared: readonly DeclaredPython[]): readonly Finding[] => {
	const [first, ...others] = declared;
	if (!first?.minors) return [];
	return others.flatMap(other => {
		// A Pipfile names the one version of its environment, which the range need only allow.
		const isOne = other.at.path.endsWith('Pipfile');
		const agrees =
			other.minors === null ||
			(isOne
				? other.minors.every(minor => first.minors?.includes(minor))
				: other.minors.join() === first.minors?.join());
		if (agrees) return [];
		return [
			{
				level: 'warn',
				message: `\`${other.key}\` says \`${other.specifier}\` and \`${first.key}\` (\`${lineOf(first)}\`) says \`${first.specifier}\``,
				confidence: 'certain',
				at: other.at,
				found: other.source,
				expected: first.specifier,
				key: `manifest ${other.key}`,
			} satisfies Finding,
		];
	});
};

export default defineCheck({
	id: 'agreement',
	spec: '0.1b',
	title: 'Every place that names a Python version agrees',
	failTitle: 'Places name different Python versions, or one that is too old',
	severity: 'medium',
	scope: 'project',
	needs: ['packaging', 'projects', 'toml', 'ini'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const { declared } = found.packaging;
		const [range = null] = declared;
		const isInside = ({ minor }: NamedPython): boolean => range?.minors?.includes(minor) === true;
		// A file that lists versions offers them all; one that the project can use is enough.
		const isOffer = ({ use, at }: NamedPython): boolean =>
			use === 'environment' &&
			found.packaging.named.some(other => other.at.path === at.path && isInside(other));
		const named = found.packaging.named.filter(place => isInside(place) || !isOffer(place));
		if (named.length === 0 && declared.length < 2) {
			return notApplicable('No place beside the manifest names a Python version');
		}
		const findings = [
			...named.map(place => judgePlace(place, range, isLibrary(project))).filter(finding => finding !== null),
			...judgeManifests(declared),
		];
		if (findings.length === 0 && !range?.minors) {
			return notApplicable(
				range
					? `What \`${range.key}\` allows cannot be read, so that no place can be held to it`
					: 'No manifest declares a range that the places could agree with',
			);
		}
		const isOutside = findings.some(({ level, message }) => level === 'fail' && message.includes('outside'));
		const hasFail = findings.some(({ level }) => level === 'fail');
		const minors = [...new Set(named.map(({ minor }) => minor))].toSorted((a, b) => a - b).map(nameOfMinor);
		const count = named.length === 1 ? 'One place names' : `${named.length} places name`;
		const evidence =
			named.length === 0
				? 'The manifests agree'
				: `${count} ${minors.join(', ')}, ${named.length === 1 ? '' : 'all '}within \`${range?.specifier ?? ''}\``;
		return verdictOf(findings, evidence, isOutside ? 'high' : hasFail ? 'medium' : 'low');
	},
});
