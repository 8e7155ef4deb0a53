namespace OtcBackoffice.Tests.Support;

/// <summary>Binds the one browser to the test classes that ask for it; they run one after another.</summary>
[CollectionDefinition(BrowserFixture.Collection)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>;
