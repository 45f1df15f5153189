import { stringsAt } from '../../../source/core/data.ts';
import type { Data } from '../../../source/core/facts/config.ts';
import { readRequirement } from '../../../source/edit/pep508.ts';
import { readToml } from '../../../source/edit/toml/read.ts';

// https://packaging.python.org/en/latest/specifications/pyproject-toml/#license

/** What projects name most of SPDX: anything else that looks like it, such as `Apache2`, breaks the build. */
const known =
	/^(?:0BSD|A?GPL-3\.0(?:-only|-or-later)?|GPL-2\.0(?:-only|-or-later)?|LGPL-(?:2\.1|3\.0)(?:-only|-or-later)?|Apache-2\.0|Artistic-2\.0|BSD-[23]-Clause|BSL-1\.0|CC0-1\.0|CC-BY(?:-SA)?-4\.0|EPL-2\.0|EUPL-1\.2|ISC|LicenseRef-[A-Za-z0-9.-]+|MIT(?:-0)?|MPL-2\.0|PSF-2\.0|Python-2\.0|Unlicense|WTFPL|Zlib)$/;

/** An expression of SPDX that is surely one. */
export const isExpression = (license: string): boolean =>
	license.split(/\s+(?:AND|OR)\s+/).every(name => known.test(name));

/** Names in setup scripts that mean one licence and no other. */
const meant: readonly (readonly [RegExp, string])[] = [
	[/^(?:the )?MIT(?: licen[sc]e)?(?: \(MIT\))?$/i, 'MIT'],
	[/^Apache(?: software)?(?: licen[sc]e)?,?[ -]?(?:version |v)?2(?:\.0)?$/i, 'Apache-2.0'],
	[/^(?:MPL|Mozilla Public Licen[sc]e)[ -]?2\.0(?: \(MPL 2\.0\))?$/i, 'MPL-2.0'],
	[/^(?:3-clause BSD|BSD[ -]3-clause)(?: licen[sc]e)?$/i, 'BSD-3-Clause'],
	[/^(?:2-clause BSD|BSD[ -]2-clause)(?: licen[sc]e)?$/i, 'BSD-2-Clause'],
	[/^ISC(?: licen[sc]e)?$/i, 'ISC'],
];

/** Classifiers that an expression says as well, and more exactly. */
const classified: Readonly<Record<string, RegExp>> = {
	'MIT License': /^MIT$/,
	'Apache Software License': /^Apache-2\.0$/,
	'BSD License': /^(?:0BSD|BSD-[23]-Clause)$/,
	'Mozilla Public License 2.0 (MPL 2.0)': /^MPL-2\.0$/,
	'ISC License (ISCL)': /^ISC$/,
	'The Unlicense (Unlicense)': /^Unlicense$/,
	'GNU General Public License v2 (GPLv2)': /^GPL-2\.0(?:-only)?$/,
	'GNU General Public License v2 or later (GPLv2+)': /^GPL-2\.0-or-later$/,
	'GNU General Public License v3 (GPLv3)': /^GPL-3\.0(?:-only)?$/,
	'GNU General Public License v3 or later (GPLv3+)': /^GPL-3\.0-or-later$/,
	'GNU Affero General Public License v3': /^AGPL-3\.0(?:-only)?$/,
	'GNU Affero General Public License v3 or later (AGPLv3+)': /^AGPL-3\.0-or-later$/,
	'GNU Lesser General Public License v3 (LGPLv3)': /^LGPL-3\.0(?:-only)?$/,
	'GNU Lesser General Public License v3 or later (LGPLv3+)': /^LGPL-3\.0-or-later$/,
};

const isSaidBy = (classifier: string, expression: string): boolean => {
	const name = classifier.replace(/^License :: (?:OSI Approved(?: :: )?)?/, '');
	return name === '' || classified[name]?.test(expression) === true;
};

/** How `[project]` says a licence. */
export interface License {
	readonly value: Data;
	/** Classifiers without those that the value replaces: both together are refused. */
	readonly classifiers: readonly string[];
	readonly notes: readonly string[];
}

/**
 * The licence of a setup script or `setup.cfg`. An expression of SPDX, where that is surely what is meant and the
 * build takes one; setuptools calls the table of a text deprecated.
 */
export const licenseOf = (
	license: string,
	classifiers: readonly string[],
	takesExpressions: boolean,
): License => {
	const expression = isExpression(license)
		? license
		: meant.find(([pattern]) => pattern.test(license.trim()))?.[1];
	const said = classifiers.filter(name => name.startsWith('License ::'));
	const isClear = expression !== undefined && said.every(name => isSaidBy(name, expression));
	if (!takesExpressions || !isClear)
		return {
			value: { text: license },
			classifiers,
			notes: [
				'`license = { text = … }` is deprecated: write an expression of SPDX in its place, and take its classifiers out',
			],
		};
	return {
		value: expression,
		classifiers: classifiers.filter(name => !said.includes(name)),
		notes: said.map(name => `\`${name}\` is gone, because \`license = "${expression}"\` says it`),
	};
};

/** Whether what builds a project takes an expression: setuptools does from 77 on, and gets that where nothing is asked. */
export const takesExpressions = (pyproject: string | undefined): boolean => {
	const reading = readToml(pyproject ?? '');
	if (!reading.ok) return false;
	const wanted = stringsAt(reading.toml.value, ['build-system', 'requires'])
		.map(readRequirement)
		.find(requirement => requirement?.name === 'setuptools');
	if (!wanted) return reading.toml.value['build-system'] === undefined;
	return [...wanted.specifier.matchAll(/[>=]=\s*(\d+)/g)].some(([, major]) => Number(major) >= 77);
};
