/** For the `conftest.py` of tests that may connect, where pytest-socket closes the network to all others. */
export const networkFixture = [
	'@pytest.fixture(autouse=True)',
	'def network_allowed(socket_enabled: None) -> None:',
	'    """Tests in this folder may use the network, which is closed to the others."""',
] as const;
