namespace OtcBackoffice.Tests.Support;

/// <summary>The browser's tests share one Chromium and run one after the other.</summary>
[CollectionDefinition(BrowserFixture.Collection)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>;

/// <summary>The tour through every page, which takes as long as all other browser tests together, has a Chromium of its own beside
/// them.</summary>
[CollectionDefinition(BrowserFixture.TourCollection)]
public sealed class BrowserTourCollection : ICollectionFixture<BrowserFixture>;
