"""Sources of travel times: each file is a callable ``(places) -> TravelTimes``."""
