import type { Packaging } from '../../../core/facts/packaging.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass } from '../../../core/practice.ts';
import { wantedMinor } from '../../../core/python-versions.ts';
import { removedImports } from '../../../core/removed-modules.ts';
import { packagingOf } from './scope.ts';

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
		if (lowest !== undefined && lowest >= wantedMinor)
			return notApplicable('Python 3.13 or newer is already required');
		const notes = [...removedImports(facts, project), ...wheelNotes(found.packaging)];
		// Of loose files nobody says which Python runs them.
		if (notes.length === 0 && !project.declared)
			return notApplicable('No manifest makes a project of these files');
		if (notes.length === 0) return pass('No import and no locked wheel stands in the way of Python 3.13');
		const what =
			notes.length === 1 ? 'this one import or package' : `these ${notes.length} imports and packages`;
		return manual(`Does the project run on Python 3.13 in spite of ${what}?`, notes);
	},
});
