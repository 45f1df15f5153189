/**
 * Rules of the nine families, by the version that made them stable: `ruff rule --all --output-format json` of
 * ruff 0.16.9. An older ruff has them in preview at most, or refuses their very name.
 */
const stableSince: readonly (readonly [version: string, codes: string])[] = [
	['0.2.0', 'B035 RUF018 RUF019 RUF020 SIM113 SIM911 UP041'],
	[
		'0.5.0',
		'PLC2401 PLC2403 PLE0115 PLE0643 PLE0704 PLE1132 PLR1704 PLR1736 PLR2044 PLW0128 PLW0133 PLW0245 PLW0604 PLW1501 PLW2101 RUF024 RUF026',
	],
	['0.6.0', 'PLE0303 PLE0305 PLE0308 PLE0309 PLE1519 PLE1520 PLR1730 PLW0211 PLW0642 RUF101'],
	['0.8.0', 'B039 PLC0206 RUF021 RUF022 RUF023 RUF030 UP043'],
	['0.9.0', 'PLR1716 RUF032 RUF033 RUF034'],
	['0.10.0', 'B911 PLC1802 PLW1507 RUF040 RUF041 RUF046 RUF048 RUF051 SIM905 UP044'],
	['0.12.0', 'PLC0415 PLR1733 PLW0177 PLW1641 RUF028 RUF049 RUF053 RUF057 RUF058 UP045 UP046 UP047 UP049'],
	['0.13.0', 'RUF043 RUF059 UP050'],
	['0.15.0', 'B912 PLC0207 PLW0108 RUF037 RUF060 RUF061 RUF064 RUF102 RUF103 RUF104 UP042'],
	['0.16.0', 'PLE0304 PLR0917 PLR1708 RUF036 RUF063 RUF068'],
];

const numberOf = (version: string): number => {
	const [major = 0, minor = 0, patch = 0] = version.split('.').map(part => Number.parseInt(part, 10) || 0);
	return (major * 1000 + minor) * 1000 + patch;
};

/** Codes that the oldest of these versions of ruff does not report yet; none where no version is pinned. */
export const tooNewFor = (versions: readonly string[]): readonly string[] => {
	if (versions.length === 0) return [];
	const oldest = Math.min(...versions.map(numberOf));
	return stableSince.flatMap(([version, codes]) => (numberOf(version) > oldest ? codes.split(' ') : []));
};
